/** Whether a target is as the executor needs it, and what to do where it is not. */
@NullMarked
package io.schemawright.executor.doctor;

import org.jspecify.annotations.NullMarked;
