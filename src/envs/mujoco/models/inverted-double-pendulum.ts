// The body of InvertedDoublePendulum: a cart on a rail, with two poles one above the other.

export const INVERTED_DOUBLE_PENDULUM = `
<mujoco model="inverted double pendulum">
  <option timestep="0.01" integrator="RK4" gravity="1e-5 0 -9.81"/>
  <size memory="1M"/>
  <default>
    <joint damping="0.05"/>
    <geom contype="0" friction="1 0.1 0.1" rgba="0 0.7 0.7 1"/>
    <motor ctrlrange="-1 1"/>
  </default>
  <worldbody>
    <geom name="floor" type="plane" size="40 40 40" pos="0 0 -3" rgba="0.8 0.9 0.8 1"/>
    <geom name="rail" type="capsule" size="0.02 1" quat="0.7071067811865476 0 0.7071067811865476 0"
      rgba="0.3 0.3 0.7 1"/>
    <body name="cart">
      <joint name="slider" type="slide" axis="1 0 0" range="-1 1" margin="0.01"/>
      <geom name="cart" type="capsule" size="0.1 0.1" quat="0.7071067811865476 0 0.7071067811865476 0"
        rgba="0.7 0.7 0 1"/>
      <body name="pole">
        <joint name="hinge" axis="0 1 0"/>
        <geom name="cpole" type="capsule" size="0.045" fromto="0 0 0 0 0 0.6"/>
        <body name="pole2" pos="0 0 0.6">
          <joint name="hinge2" axis="0 1 0"/>
          <geom name="cpole2" type="capsule" size="0.045" fromto="0 0 0 0 0 0.6"/>
          <site name="tip" pos="0 0 0.6" size="0.01 0.01"/>
        </body>
      </body>
    </body>
  </worldbody>
  <actuator>
    <motor name="slide" joint="slider" gear="500"/>
  </actuator>
</mujoco>`;
