package io.schemawright.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("every-version")
class PortionsTest {
  @Test
  void readSchemas_hasEachObjectInOnePortion_andWhatIsNoTableInTheFirst() throws SQLException {
    try (Connection connection = TestPostgres.freshDatabase()) {
      TestPostgres.execute(
          connection,
          List.of(
              "CREATE TYPE mood AS ENUM ('sad', 'ok')",
              "DO $$ BEGIN FOR i IN 1..%d LOOP EXECUTE format('CREATE TABLE t%%s (m mood)', i); END LOOP; END $$"
                  .formatted(CatalogScope.PORTION + 1),
              "CREATE VIEW v AS SELECT m FROM t1"));
      List<Map<ObjectRef, CatalogObject>> portions = new ArrayList<>();
      Introspection.readSchemas(connection, List.of(), portions::add);
      assertThat(connection.getAutoCommit()).isTrue();

      assertThat(portions).extracting(Map::size).containsExactly(CatalogScope.PORTION + 2, 1);
      Map<ObjectRef, CatalogObject> all = new TreeMap<>();
      portions.forEach(all::putAll);
      assertThat(Introspection.readSchemas(connection, List.of())).isEqualTo(all);
      assertThat(Introspection.read(connection, all.keySet())).isEqualTo(all);
    }
  }
}
