// The body of Swimmer: three links in a plane, in a viscous fluid without contacts.

export const SWIMMER = `
<mujoco model="swimmer">
  <option timestep="0.01" integrator="RK4" density="4000" viscosity="0.1"/>
  <size memory="1M"/>
  <default>
    <joint axis="0 0 1" armature="0.1"/>
    <geom type="capsule" size="0.1" contype="0" conaffinity="0" condim="1" rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-1 1" gear="150"/>
    <default class="hinge">
      <joint range="-100 100"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" pos="0 0 -0.1" size="40 40 0.1" condim="3" rgba="0.8 0.9 0.8 1"/>
    <body name="torso">
      <camera name="track" mode="trackcom" pos="0 -3 3" quat="0.9238795325112867 0.3826834323650897 0 0"/>
      <joint name="slider1" type="slide" axis="1 0 0"/>
      <joint name="slider2" type="slide" axis="0 1 0"/>
      <joint name="free_body_rot"/>
      <geom fromto="1.5 0 0  0.5 0 0"/>
      <body name="mid" pos="0.5 0 0">
        <joint name="motor1_rot" class="hinge"/>
        <geom fromto="0 0 0  -1 0 0"/>
        <body name="back" pos="-1 0 0">
          <joint name="motor2_rot" class="hinge"/>
          <geom fromto="0 0 0  -1 0 0"/>
        </body>
      </body>
    </body>
  </worldbody>
  <actuator>
    <motor joint="motor1_rot"/>
    <motor joint="motor2_rot"/>
  </actuator>
</mujoco>`;
