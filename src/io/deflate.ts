// Compression without Node and without waiting.
export { zlibSync as deflate } from 'fflate';
