@NullMarked
package io.schemawright.service;

import org.jspecify.annotations.NullMarked;
