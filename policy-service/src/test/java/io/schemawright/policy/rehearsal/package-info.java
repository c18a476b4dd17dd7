/** Tests. */
@NullMarked
package io.schemawright.policy.rehearsal;

import org.jspecify.annotations.NullMarked;
