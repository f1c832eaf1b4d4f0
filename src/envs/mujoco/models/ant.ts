// The body of Ant: a ball on four legs, each a fixed piece, a hip that turns and an ankle that bends.

interface Leg {
  /** Where the leg points: signs of x and y. */
  x: 1 | -1;
  y: 1 | -1;
  body: string;
  number: number;
  geoms: readonly [leg: string, ankle: string];
}

// biome-ignore format: a table
const LEGS: readonly Leg[] = [
  { x: 1, y: 1, body: 'front_left_leg', number: 1, geoms: ['left_leg', 'left_ankle'] },
  { x: -1, y: 1, body: 'front_right_leg', number: 2, geoms: ['right_leg', 'right_ankle'] },
  { x: -1, y: -1, body: 'back_leg', number: 3, geoms: ['back_leg', 'third_ankle'] },
  { x: 1, y: -1, body: 'right_back_leg', number: 4, geoms: ['rightback_leg', 'fourth_ankle'] },
];

/** Axes of ankles lie across their legs; all of them bend down, which is a positive angle where x is. */
function leg({ x, y, body, number, geoms: [upper, lower] }: Leg): string {
  const to = (length: number) => `fromto="0 0 0  ${x * length} ${y * length} 0"`;
  const bend = x > 0 ? '30 70' : '-70 -30';
  return `
      <body name="${body}">
        <geom name="aux_${number}_geom" ${to(0.2)}/>
        <body name="aux_${number}" pos="${x * 0.2} ${y * 0.2} 0">
          <joint name="hip_${number}" axis="0 0 1" range="-30 30"/>
          <geom name="${upper}_geom" ${to(0.2)}/>
          <body pos="${x * 0.2} ${y * 0.2} 0">
            <joint name="ankle_${number}" axis="${number % 2 === 1 ? -1 : 1} 1 0" range="${bend}"/>
            <geom name="${lower}_geom" ${to(0.4)}/>
          </body>
        </body>
      </body>`;
}

export const ANT = `
<mujoco model="ant">
  <option timestep="0.01" integrator="RK4"/>
  <size memory="1M"/>
  <default>
    <joint armature="1" damping="1"/>
    <geom type="capsule" size="0.08" conaffinity="0" friction="1 0.5 0.5" margin="0.01" density="5"
      rgba="0.8 0.6 0.4 1"/>
    <motor ctrlrange="-1 1" gear="150"/>
  </default>
  <worldbody>
    <light directional="true" dir="0 0 -1"/>
    <geom name="floor" type="plane" size="40 40 40" conaffinity="1" rgba="0.8 0.9 0.8 1"/>
    <body name="torso" pos="0 0 0.75">
      <camera name="track" mode="trackcom" pos="0 -3 0.3" quat="0.7071067811865476 0.7071067811865475 0 0"/>
      <joint name="root" type="free" armature="0" damping="0" margin="0.01"/>
      <geom name="torso_geom" type="sphere" size="0.25"/>${LEGS.map(leg).join('')}
    </body>
  </worldbody>
  <actuator>${[4, 1, 2, 3]
    .map(
      (number) => `
    <motor joint="hip_${number}"/>
    <motor joint="ankle_${number}"/>`,
    )
    .join('')}
  </actuator>
</mujoco>`;
