// A day in degrees by half hour.
export default Array.from({ length: 48 }, (_, i) => 10 - 5 * Math.cos((Math.PI * i) / 24));
