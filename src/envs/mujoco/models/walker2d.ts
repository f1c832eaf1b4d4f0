// The body of Walker2d: a torso on two legs of thigh, leg and foot, in the plane of x and z. Positions in 17 digits
// where they are the rounded differences of heights.

const leg = (side: '' | '_left', colour: string) => `
      <body name="thigh${side}" pos="0 0 -0.19999999999999996">
        <joint name="thigh${side}_joint" range="-150 0"/>
        <geom name="thigh${side}_geom" pos="0 0 -0.2250000000000001" size="0.05 0.22500000000000003" ${colour}/>
        <body name="leg${side}" pos="0 0 -0.7000000000000001">
          <joint name="leg${side}_joint" pos="0 0 0.25" range="-150 0"/>
          <geom name="leg${side}_geom" size="0.04 0.25" ${colour}/>
          <body name="foot${side}" pos="0.2 0 -0.35">
            <joint name="foot${side}_joint" pos="-0.2 0 0.1" range="-45 45"/>
            <geom name="foot${side}_geom" fromto="-0.2 0 0.1  0 0 0.1" size="0.06" friction="1.9 0.1 0.1" ${colour}/>
          </body>
        </body>
      </body>`;

export const WALKER2D = `
<mujoco model="walker2d">
  <option timestep="0.002" integrator="RK4"/>
  <size memory="1M"/>
  <default>
    <joint axis="0 -1 0" armature="0.01" damping="0.1"/>
    <geom type="capsule" conaffinity="0" friction="0.9 0.1 0.1" rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-1 1" gear="100"/>
    <default class="root">
      <joint type="slide" armature="0" damping="0"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" size="40 40 40" conaffinity="1" friction="0.7 0.1 0.1" rgba="0.8 0.9 0.8 1"/>
    <body name="torso" pos="0 0 1.25">
      <camera name="track" mode="trackcom" pos="0 -3 -0.25" quat="0.7071067811865476 0.7071067811865475 0 0"/>
      <joint name="rootx" class="root" pos="0 0 -1.25" axis="1 0 0"/>
      <joint name="rootz" class="root" pos="0 0 -1.25" axis="0 0 1" ref="1.25"/>
      <joint name="rooty" class="root" type="hinge" axis="0 1 0"/>
      <geom name="torso_geom" size="0.05 0.19999999999999996"/>${leg('', '')}${leg('_left', 'rgba="0.7 0.3 0.6 1"')}
    </body>
  </worldbody>
  <actuator>
    <motor joint="thigh_joint"/>
    <motor joint="leg_joint"/>
    <motor joint="foot_joint"/>
    <motor joint="thigh_left_joint"/>
    <motor joint="leg_left_joint"/>
    <motor joint="foot_left_joint"/>
  </actuator>
</mujoco>`;
