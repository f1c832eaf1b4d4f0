// The body of HalfCheetah: a torso with a head, a hind leg and a fore leg of three links, in the plane of x and z.

export const HALF_CHEETAH = `
<mujoco model="half cheetah">
  <compiler angle="radian" settotalmass="14"/>
  <option timestep="0.01"/>
  <size memory="1M"/>
  <default>
    <joint axis="0 1 0" armature="0.1" solimplimit="0 0.8 0.03"/>
    <geom type="capsule" size="0.046" conaffinity="0" friction="0.4 0.1 0.1" solimp="0 0.8 0.01"
      rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-1 1"/>
    <default class="root">
      <joint type="slide" armature="0"/>
    </default>
    <default class="pale">
      <geom rgba="0.9 0.6 0.6 1"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" size="40 40 40" conaffinity="1" rgba="0.8 0.9 0.8 1"/>
    <body name="torso" pos="0 0 0.7">
      <camera name="track" mode="trackcom" pos="0 -3 0.3" quat="0.7071067811865476 0.7071067811865475 0 0"/>
      <joint name="rootx" class="root" axis="1 0 0"/>
      <joint name="rootz" class="root" axis="0 0 1"/>
      <joint name="rooty" class="root" type="hinge"/>
      <geom name="torso" fromto="-0.5 0 0  0.5 0 0"/>
      <geom name="head" pos="0.6 0 0.1" axisangle="0 1 0 0.87" size="0.046 0.15"/>
      <body name="bthigh" pos="-0.5 0 0">
        <joint name="bthigh" range="-0.52 1.05" damping="6" stiffness="240"/>
        <geom name="bthigh" pos="0.1 0 -0.13" axisangle="0 1 0 -3.8" size="0.046 0.145"/>
        <body name="bshin" pos="0.16 0 -0.25">
          <joint name="bshin" range="-0.785 0.785" damping="4.5" stiffness="180"/>
          <geom name="bshin" class="pale" pos="-0.14 0 -0.07" axisangle="0 1 0 -2.03" size="0.046 0.15"/>
          <body name="bfoot" pos="-0.28 0 -0.14">
            <joint name="bfoot" range="-0.4 0.785" damping="3" stiffness="120"/>
            <geom name="bfoot" class="pale" pos="0.03 0 -0.097" axisangle="0 1 0 -0.27" size="0.046 0.094"/>
          </body>
        </body>
      </body>
      <body name="fthigh" pos="0.5 0 0">
        <joint name="fthigh" range="-1 0.7" damping="4.5" stiffness="180"/>
        <geom name="fthigh" pos="-0.07 0 -0.12" axisangle="0 1 0 0.52" size="0.046 0.133"/>
        <body name="fshin" pos="-0.14 0 -0.24">
          <joint name="fshin" range="-1.2 0.87" damping="3" stiffness="120"/>
          <geom name="fshin" class="pale" pos="0.065 0 -0.09" axisangle="0 1 0 -0.6" size="0.046 0.106"/>
          <body name="ffoot" pos="0.13 0 -0.18">
            <joint name="ffoot" range="-0.5 0.5" damping="1.5" stiffness="60"/>
            <geom name="ffoot" class="pale" pos="0.045 0 -0.07" axisangle="0 1 0 -0.6" size="0.046 0.07"/>
          </body>
        </body>
      </body>
    </body>
  </worldbody>
  <actuator>
    <motor name="bthigh" joint="bthigh" gear="120"/>
    <motor name="bshin" joint="bshin" gear="90"/>
    <motor name="bfoot" joint="bfoot" gear="60"/>
    <motor name="fthigh" joint="fthigh" gear="120"/>
    <motor name="fshin" joint="fshin" gear="60"/>
    <motor name="ffoot" joint="ffoot" gear="30"/>
  </actuator>
</mujoco>`;
