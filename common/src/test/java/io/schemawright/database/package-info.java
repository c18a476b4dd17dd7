@NullMarked
package io.schemawright.database;

import org.jspecify.annotations.NullMarked;
