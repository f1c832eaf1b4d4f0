// The body of Pusher: an arm of seven joints beside a table, a cylinder to push and the goal, which slides place.

export const PUSHER = `
<mujoco model="pusher">
  <compiler angle="radian"/>
  <option timestep="0.01" gravity="0 0 0" iterations="20"/>
  <size memory="1M"/>
  <default>
    <joint armature="0.04" damping="0.1"/>
    <geom type="capsule" contype="0" conaffinity="0" condim="1" friction="0.8 0.1 0.1" margin="0.002" density="300"/>
    <motor ctrlrange="-2 2"/>
    <default class="solid">
      <geom contype="1" conaffinity="1"/>
    </default>
    <default class="placed">
      <joint type="slide" range="-10.3213 10.3" damping="0.5"/>
      <geom type="cylinder"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="table" class="solid" type="plane" pos="0 0.5 -0.325" size="1 1 0.1"/>
    <body name="r_shoulder_pan_link" pos="0 -0.6 0">
      <joint name="r_shoulder_pan_joint" axis="0 0 1" range="-2.2854 1.714602" damping="1"/>
      <geom name="e1" type="sphere" pos="-0.06 0.05 0.2" size="0.05" rgba="0.6 0.6 0.6 1"/>
      <geom name="e2" type="sphere" pos="0.06 0.05 0.2" size="0.05" rgba="0.6 0.6 0.6 1"/>
      <geom name="e1p" type="sphere" pos="-0.06 0.09 0.2" size="0.03" rgba="0.1 0.1 0.1 1"/>
      <geom name="e2p" type="sphere" pos="0.06 0.09 0.2" size="0.03" rgba="0.1 0.1 0.1 1"/>
      <geom name="sp" fromto="0 0 -0.4  0 0 0.2" size="0.1"/>
      <body name="r_shoulder_lift_link" pos="0.1 0 0">
        <joint name="r_shoulder_lift_joint" axis="0 1 0" range="-0.5236 1.3963" damping="1"/>
        <geom name="sl" fromto="0 -0.1 0  0 0.1 0" size="0.1"/>
        <body name="r_upper_arm_roll_link">
          <joint name="r_upper_arm_roll_joint" axis="1 0 0" range="-1.5 1.7"/>
          <geom name="uar" fromto="-0.1 0 0  0.1 0 0" size="0.02"/>
          <body name="r_upper_arm_link">
            <geom name="ua" fromto="0 0 0  0.4 0 0" size="0.06"/>
            <body name="r_elbow_flex_link" pos="0.4 0 0">
              <joint name="r_elbow_flex_joint" axis="0 1 0" range="-2.3213 0"/>
              <geom name="ef" fromto="0 -0.02 0  0 0.02 0" size="0.06"/>
              <body name="r_forearm_roll_link">
                <joint name="r_forearm_roll_joint" axis="1 0 0" range="-1.5 1.5"/>
                <geom name="fr" fromto="-0.1 0 0  0.1 0 0" size="0.02"/>
                <body name="r_forearm_link">
                  <geom name="fa" fromto="0 0 0  0.291 0 0" size="0.05"/>
                  <body name="r_wrist_flex_link" pos="0.321 0 0">
                    <joint name="r_wrist_flex_joint" axis="0 1 0" range="-1.094 0"/>
                    <geom name="wf" fromto="0 -0.02 0  0 0.02 0" size="0.01"/>
                    <body name="r_wrist_roll_link">
                      <joint name="r_wrist_roll_joint" axis="1 0 0" range="-1.5 1.5"/>
                      <geom class="solid" fromto="0 -0.1 0  0 0.1 0" size="0.02"/>
                      <geom class="solid" fromto="0 -0.1 0  0.1 -0.1 0" size="0.02"/>
                      <geom class="solid" fromto="0 0.1 0  0.1 0.1 0" size="0.02"/>
                      <body name="tips_arm">
                        <geom name="tip_arml" type="sphere" pos="0.1 -0.1 0" size="0.01"/>
                        <geom name="tip_armr" type="sphere" pos="0.1 0.1 0" size="0.01"/>
                      </body>
                    </body>
                  </body>
                </body>
              </body>
            </body>
          </body>
        </body>
      </body>
    </body>
    <body name="object" pos="0.45 -0.05 -0.275" childclass="placed">
      <joint name="obj_slidey" axis="0 1 0"/>
      <joint name="obj_slidex" axis="1 0 0"/>
      <geom size="0.05 0.05 0.05" contype="1" density="0.01" rgba="1 1 1 1"/>
    </body>
    <body name="goal" pos="0.45 -0.05 -0.323" childclass="placed">
      <joint name="goal_slidey" axis="0 1 0"/>
      <joint name="goal_slidex" axis="1 0 0"/>
      <geom size="0.08 0.001 0.1" density="1e-5" rgba="1 0 0 1"/>
    </body>
  </worldbody>
  <actuator>
    <motor joint="r_shoulder_pan_joint"/>
    <motor joint="r_shoulder_lift_joint"/>
    <motor joint="r_upper_arm_roll_joint"/>
    <motor joint="r_elbow_flex_joint"/>
    <motor joint="r_forearm_roll_joint"/>
    <motor joint="r_wrist_flex_joint"/>
    <motor joint="r_wrist_roll_joint"/>
  </actuator>
</mujoco>`;
