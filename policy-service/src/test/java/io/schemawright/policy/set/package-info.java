/** Tests. */
@NullMarked
package io.schemawright.policy.set;

import org.jspecify.annotations.NullMarked;
