// What all kernels use of the C library, included before the instruction set is chosen.
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include "kernels.h"
