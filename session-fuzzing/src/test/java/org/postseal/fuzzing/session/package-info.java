/** Seeds replayed, mutated and stretched. */
@NullMarked
package org.postseal.fuzzing.session;

import org.jspecify.annotations.NullMarked;
