// The body of Hopper: torso, thigh, leg and foot, in the plane of x and z. Positions in 17 digits where they are the
// rounded differences of heights.

export const HOPPER = `
<mujoco model="hopper">
  <option timestep="0.002" integrator="RK4"/>
  <size memory="1M"/>
  <default>
    <joint axis="0 -1 0" armature="1" damping="1"/>
    <geom type="capsule" condim="1" friction="0.9 0.005 0.0001" solimp="0.8 0.8 0.01" margin="0.001"
      rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-1 1" gear="200"/>
    <default class="root">
      <joint type="slide" armature="0" damping="0"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" size="20 20 0.125" condim="3" friction="1 0.005 0.0001"
      rgba="0.8 0.9 0.8 1"/>
    <body name="torso" pos="0 0 1.25">
      <camera name="track" mode="trackcom" pos="0 -3 -0.25" quat="0.7071067811865476 0.7071067811865475 0 0"/>
      <joint name="rootx" class="root" pos="0 0 -1.25" axis="1 0 0"/>
      <joint name="rootz" class="root" pos="0 0 -1.25" axis="0 0 1" ref="1.25"/>
      <joint name="rooty" class="root" type="hinge" axis="0 1 0"/>
      <geom name="torso_geom" size="0.05 0.19999999999999996"/>
      <body name="thigh" pos="0 0 -0.19999999999999996">
        <joint name="thigh_joint" range="-150 0"/>
        <geom name="thigh_geom" pos="0 0 -0.2250000000000001" size="0.05 0.22500000000000003"/>
        <body name="leg" pos="0 0 -0.7000000000000001">
          <joint name="leg_joint" pos="0 0 0.25" range="-150 0"/>
          <geom name="leg_geom" size="0.04 0.25"/>
          <body name="foot" pos="0.13 0 -0.35">
            <joint name="foot_joint" pos="-0.13 0 0.1" range="-45 45"/>
            <geom name="foot_geom" fromto="-0.26 0 0.1  0.13 0 0.1" size="0.06" friction="2 0.005 0.0001"/>
          </body>
        </body>
      </body>
    </body>
  </worldbody>
  <actuator>
    <motor joint="thigh_joint"/>
    <motor joint="leg_joint"/>
    <motor joint="foot_joint"/>
  </actuator>
</mujoco>`;
