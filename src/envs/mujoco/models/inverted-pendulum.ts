// The body of InvertedPendulum: a cart on a rail, with a pole on a hinge.

export const INVERTED_PENDULUM = `
<mujoco model="inverted pendulum">
  <option timestep="0.02" integrator="RK4"/>
  <size memory="1M"/>
  <default>
    <joint damping="1"/>
    <geom contype="0" friction="1 0.1 0.1" rgba="0 0.7 0.7 1"/>
    <motor ctrlrange="-3 3"/>
  </default>
  <worldbody>
    <geom name="rail" type="capsule" size="0.02 1" quat="0.7071067811865476 0 0.7071067811865476 0"
      rgba="0.3 0.3 0.7 1"/>
    <body name="cart">
      <joint name="slider" type="slide" axis="1 0 0" range="-1 1"/>
      <geom name="cart" type="capsule" size="0.1 0.1" quat="0.7071067811865476 0 0.7071067811865476 0"
        rgba="0.7 0.7 0 1"/>
      <body name="pole">
        <joint name="hinge" axis="0 1 0" range="-90 90"/>
        <geom name="cpole" type="capsule" size="0.049" fromto="0 0 0 0.001 0 0.6"/>
      </body>
    </body>
  </worldbody>
  <actuator>
    <motor name="slide" joint="slider" gear="100"/>
  </actuator>
</mujoco>`;
