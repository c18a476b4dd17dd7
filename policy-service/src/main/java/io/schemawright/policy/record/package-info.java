/** Policy's own database: policy sets, and the record of decisions and reviews. */
@NullMarked
package io.schemawright.policy.record;

import org.jspecify.annotations.NullMarked;
