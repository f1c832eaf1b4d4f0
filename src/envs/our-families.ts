// The families of environments that come with the project. Each is imported when one of its ids is wanted.
import type { EnvFamily } from './families.js';

export const ourFamilies: readonly EnvFamily[] = [];
