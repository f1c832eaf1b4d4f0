// The body of Humanoid: torso, waist and pelvis, two legs and two arms. Left is where y is positive; joints of the left
// side are mirrored, so that equal angles mean equal poses.

type Side = 'right' | 'left';

/** @param y which way the side lies; @param own what the two sides do not share */
const leg = (side: Side, y: 1 | -1, own: { hip: string; knee: string }) => `
          <body name="${side}_thigh" pos="0 ${y * 0.1} -0.04">
            <joint name="${side}_hip_x" axis="${-y} 0 0" range="-25 5" armature="0.01"/>
            <joint name="${side}_hip_z" axis="0 0 ${-y}" range="-60 35" armature="0.01"/>
            <joint name="${side}_hip_y" axis="0 1 0" range="-110 20" stiffness="20" ${own.hip}/>
            <geom name="${side}_thigh1" fromto="0 0 0  0 ${y * -0.01} -0.34" size="0.06"/>
            <body name="${side}_shin" pos="0 ${y * -0.01} -0.403">
              <joint name="${side}_knee" class="limb" pos="0 0 0.02" axis="0 -1 0" range="-160 -2" armature="0.006"
                ${own.knee}/>
              <geom name="${side}_shin1" fromto="0 0 0  0 0 -0.3" size="0.049"/>
              <body name="${side}_foot" pos="0 0 -0.45">
                <geom name="${side}_foot" type="sphere" pos="0 0 0.1" size="0.075"/>
              </body>
            </body>
          </body>`;

/** @param raise the range of the shoulder, which is not mirrored; @param camera what the right arm carries */
const arm = (side: Side, y: 1 | -1, raise: string, camera = '') => `
      <body name="${side}_upper_arm" pos="0 ${y * 0.17} 0.06" childclass="limb">
        <joint name="${side}_shoulder1" axis="2 ${-y} 1" range="${raise}" armature="0.0068"/>
        <joint name="${side}_shoulder2" axis="0 ${y} 1" range="${raise}" armature="0.0051"/>
        <geom name="${side}_uarm1" fromto="0 0 0  0.16 ${y * 0.16} -0.16" size="0.04"/>
        <body name="${side}_lower_arm" pos="0.18 ${y * 0.18} -0.18">
          <joint name="${side}_elbow" axis="0 -1 ${-y}" range="-90 50" stiffness="0" armature="0.0028"/>
          <geom name="${side}_larm" fromto="0.01 ${y * -0.01} 0.01  0.17 ${y * -0.17} 0.17" size="0.031"/>
          <geom name="${side}_hand" type="sphere" pos="0.18 ${y * -0.18} 0.18" size="0.04"/>${camera}
        </body>
      </body>`;

const legMotors = (side: Side) => `
    <motor name="${side}_hip_x" joint="${side}_hip_x"/>
    <motor name="${side}_hip_z" joint="${side}_hip_z"/>
    <motor name="${side}_hip_y" joint="${side}_hip_y" gear="300"/>
    <motor name="${side}_knee" joint="${side}_knee" gear="200"/>`;

const armMotors = (side: Side) => `
    <motor name="${side}_shoulder1" joint="${side}_shoulder1" gear="25"/>
    <motor name="${side}_shoulder2" joint="${side}_shoulder2" gear="25"/>
    <motor name="${side}_elbow" joint="${side}_elbow" gear="25"/>`;

/** The difference of knee and hip; it is measured, not limited. */
const tendon = (side: Side) => `
    <fixed name="${side}_hipknee">
      <joint coef="-1" joint="${side}_hip_y"/>
      <joint coef="1" joint="${side}_knee"/>
    </fixed>`;

export const HUMANOID = `
<mujoco model="humanoid">
  <option timestep="0.003" integrator="RK4" solver="PGS" iterations="50"/>
  <size memory="1M" nkey="5"/>
  <default>
    <joint stiffness="10" damping="5" armature="0.02"/>
    <geom type="capsule" condim="1" margin="0.001" rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-0.4 0.4" gear="100"/>
    <default class="limb">
      <joint stiffness="1" damping="1"/>
    </default>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" size="20 20 0.125" condim="3" friction="1 0.1 0.1" rgba="0.8 0.9 0.8 1"/>
    <body name="torso" pos="0 0 1.4">
      <camera name="track" mode="trackcom" pos="0 -4 0" quat="0.7071067811865476 0.7071067811865475 0 0"/>
      <freejoint name="root"/>
      <geom name="torso1" fromto="0 -0.07 0  0 0.07 0" size="0.07"/>
      <geom name="head" type="sphere" pos="0 0 0.19" size="0.09"/>
      <geom name="uwaist" fromto="-0.01 -0.06 -0.12  -0.01 0.06 -0.12" size="0.06"/>
      <body name="lwaist" pos="-0.01 0 -0.26" quat="1 0 -0.002 0">
        <joint name="abdomen_z" pos="0 0 0.065" axis="0 0 1" range="-45 45" stiffness="20"/>
        <joint name="abdomen_y" pos="0 0 0.065" axis="0 1 0" range="-75 30"/>
        <geom name="lwaist" fromto="0 -0.06 0  0 0.06 0" size="0.06"/>
        <body name="pelvis" pos="0 0 -0.165" quat="1 0 -0.002 0">
          <joint name="abdomen_x" pos="0 0 0.1" axis="1 0 0" range="-35 35"/>
          <geom name="butt" fromto="-0.02 -0.07 0  -0.02 0.07 0" size="0.09"/>${leg('right', -1, {
            hip: 'armature="0.008"',
            knee: 'stiffness="0"',
          })}${leg('left', 1, { hip: 'armature="0.01"', knee: 'stiffness="1"' })}
        </body>
      </body>${arm('right', -1, '-85 60', '<camera/>')}${arm('left', 1, '-60 85')}
    </body>
  </worldbody>
  <tendon>${tendon('left')}${tendon('right')}
  </tendon>
  <actuator>
    <motor name="abdomen_y" joint="abdomen_y"/>
    <motor name="abdomen_z" joint="abdomen_z"/>
    <motor name="abdomen_x" joint="abdomen_x"/>${legMotors('right')}${legMotors('left')}${armMotors('right')}${armMotors('left')}
  </actuator>
</mujoco>`;
