package io.schemawright.benchmarks;

import io.schemawright.catalog.CatalogObject;
import io.schemawright.catalog.Introspection;
import io.schemawright.catalog.ObjectRef;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** Reads databases of many tables with 8 columns and 2 indexes each, all of them and one alone. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class IntrospectionBenchmark {

  /** Where {@link Databases} made the databases. */
  static final String URL_PROPERTY = "schemawright.bench.url";

  /** How many tables the database has. */
  @Param({"1000", "10000"})
  public int tables;

  @SuppressWarnings("NullAway.Init")
  private Connection connection;

  private int next;

  /** Connects once: a service keeps its connections too. */
  @Setup
  public void connect() throws SQLException {
    connection =
        DriverManager.getConnection(
            System.getProperty(URL_PROPERTY) + Databases.name(tables), "postgres", "");
  }

  /** Disconnects. */
  @TearDown
  public void close() throws SQLException {
    connection.close();
  }

  /** Everything there is. */
  @Benchmark
  public Map<ObjectRef, CatalogObject> readAll() throws SQLException {
    return complete(Introspection.readSchemas(connection, List.of()), tables);
  }

  /** One table, each time another. */
  @Benchmark
  public Map<ObjectRef, CatalogObject> readOne() throws SQLException {
    next = (next + 1) % tables;
    ObjectRef table = ObjectRef.table("public", Databases.table(next));
    return complete(Introspection.read(connection, List.of(table)), 1);
  }

  private static Map<ObjectRef, CatalogObject> complete(
      Map<ObjectRef, CatalogObject> read, int expected) {
    if (read.size() != expected) {
      throw new IllegalStateException("read %d objects of %d".formatted(read.size(), expected));
    }
    return read;
  }
}
