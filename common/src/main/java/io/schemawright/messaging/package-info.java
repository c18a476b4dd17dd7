/** Topics, the codec of events, and the loop that reads them into a database. */
@NullMarked
package io.schemawright.messaging;

import org.jspecify.annotations.NullMarked;
