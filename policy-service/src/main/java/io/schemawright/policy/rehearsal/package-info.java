/** Running a plan on a scratch database and seeing what it does. */
@NullMarked
package io.schemawright.policy.rehearsal;

import org.jspecify.annotations.NullMarked;
