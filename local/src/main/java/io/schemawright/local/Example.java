package io.schemawright.local;

import io.schemawright.request.RequestId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A request that the demo sends, from the directory {@code examples}.
 *
 * @param name the file's name without its ending
 * @param story what it shows, in one line
 */
record Example(String name, String story) {
  static final List<Example> ALL =
      List.of(
          new Example("caricatures", "the guide's form: a table with a GIN index"),
          new Example("notifications", "the guide's form again"),
          new Example("user_preferences", "the auto-create form, which cannot name a primary key"),
          new Example("refused", "must be refused, with every reason"),
          new Example("orders_carts", "on orders, where a person has to approve"));

  /** The id it goes by, the same in every demo: on kept data nothing happens twice. */
  RequestId requestId() {
    return new RequestId("demo-" + name);
  }

  /** Its text, as it stands in the file. */
  byte[] text(Path repository) {
    Path file = repository.resolve("examples").resolve(name + ".json");
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new CannotStart("The demo cannot read " + file, e);
    }
  }
}
