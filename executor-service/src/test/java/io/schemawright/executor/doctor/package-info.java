@NullMarked
package io.schemawright.executor.doctor;

import org.jspecify.annotations.NullMarked;
