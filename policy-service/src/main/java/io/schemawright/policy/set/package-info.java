/** Policy sets: read from files, held against what there is, chosen by target. */
@NullMarked
package io.schemawright.policy.set;

import org.jspecify.annotations.NullMarked;
