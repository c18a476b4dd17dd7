/** A person's word, and whether it counts. */
@NullMarked
package io.schemawright.policy.review;

import org.jspecify.annotations.NullMarked;
