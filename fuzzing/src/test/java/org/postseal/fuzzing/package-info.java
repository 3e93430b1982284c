/** Seeds replayed, mutated and stretched. */
@NullMarked
package org.postseal.fuzzing;

import org.jspecify.annotations.NullMarked;
