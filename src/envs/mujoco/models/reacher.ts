// The body of Reacher: an arm of two links in a square arena, and the target, which two slides place.

export const REACHER = `
<mujoco model="reacher">
  <compiler angle="radian"/>
  <option timestep="0.01" integrator="RK4"/>
  <size memory="1M"/>
  <default>
    <joint axis="0 0 1" armature="1" damping="1"/>
    <geom contype="0" conaffinity="0" friction="1 0.1 0.1" rgba="0.9 0.4 0.6 1"/>
    <motor ctrlrange="-1 1" gear="200"/>
    <default class="arm">
      <geom type="capsule" size="0.01" conaffinity="1" rgba="0 0.4 0.6 1"/>
    </default>
    <default class="target">
      <joint type="slide" armature="0" damping="0" range="-0.27 0.27"/>
    </default>
  </default>
  <worldbody>
    <geom name="ground" type="plane" size="1 1 10" rgba="0.9 0.9 0.9 1"/>
    <geom name="sideS" type="capsule" size="0.02" fromto="-0.3 -0.3 0.01  0.3 -0.3 0.01"/>
    <geom name="sideE" type="capsule" size="0.02" fromto=" 0.3 -0.3 0.01  0.3  0.3 0.01"/>
    <geom name="sideN" type="capsule" size="0.02" fromto="-0.3  0.3 0.01  0.3  0.3 0.01"/>
    <geom name="sideW" type="capsule" size="0.02" fromto="-0.3 -0.3 0.01 -0.3  0.3 0.01"/>
    <geom name="root" type="cylinder" size="0.011" fromto="0 0 0  0 0 0.02"/>
    <body name="body0" pos="0 0 0.01" childclass="arm">
      <joint name="joint0"/>
      <geom name="link0" fromto="0 0 0  0.1 0 0"/>
      <body name="body1" pos="0.1 0 0">
        <joint name="joint1" range="-3 3"/>
        <geom name="link1" fromto="0 0 0  0.1 0 0"/>
        <body name="fingertip" pos="0.11 0 0">
          <geom name="fingertip" type="sphere" rgba="0 0.8 0.6 1"/>
        </body>
      </body>
    </body>
    <body name="target" pos="0.1 -0.1 0.01" childclass="target">
      <joint name="target_x" axis="1 0 0" ref="0.1"/>
      <joint name="target_y" axis="0 1 0" ref="-0.1"/>
      <geom name="target" size="0.009" rgba="0.9 0.2 0.2 1"/>
    </body>
  </worldbody>
  <actuator>
    <motor joint="joint0"/>
    <motor joint="joint1"/>
  </actuator>
</mujoco>`;
