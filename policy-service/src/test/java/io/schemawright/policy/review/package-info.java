/** Tests. */
@NullMarked
package io.schemawright.policy.review;

import org.jspecify.annotations.NullMarked;
