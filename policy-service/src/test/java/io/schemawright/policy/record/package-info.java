/** Tests. */
@NullMarked
package io.schemawright.policy.record;

import org.jspecify.annotations.NullMarked;
