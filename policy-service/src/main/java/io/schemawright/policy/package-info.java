/** Policy: what a change would do, whether it may, and who has to look. */
@NullMarked
package io.schemawright.policy;

import org.jspecify.annotations.NullMarked;
