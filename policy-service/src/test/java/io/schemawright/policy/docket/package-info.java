/** Tests. */
@NullMarked
package io.schemawright.policy.docket;

import org.jspecify.annotations.NullMarked;
