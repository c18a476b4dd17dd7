@NullMarked
package io.schemawright.executor.command;

import org.jspecify.annotations.NullMarked;
