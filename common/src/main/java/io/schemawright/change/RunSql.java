package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.Identifiers;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.catalog.SqlStatement;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements that the requester wrote. What they do only a rehearsal can say, and never is it
 * approved without a person.
 *
 * @param up the statements, with semicolons between them
 * @param down the way back; null if there is none
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record RunSql(String up, @Nullable String down) implements Change {

  /** The name of this kind. */
  public static final String TYPE = "sql";

  private static final int MOST_BYTES = 256 * 1024;

  private static final Set<String> TRANSACTION_CONTROL =
      Set.of("begin", "start", "commit", "end", "rollback", "abort", "savepoint", "release");

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<RunSql> javaType() {
      return RunSql.class;
    }
  }

  public RunSql {
    up = Objects.requireNonNullElse(up, "");
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public Set<ObjectRef> touches() {
    return Set.of();
  }

  @Override
  public Set<ObjectRef> refersTo() {
    return Set.of();
  }

  @Override
  public Set<String> words() {
    Set<String> words = new HashSet<>();
    SqlStatement.split(up).forEach(statement -> words.addAll(statement.mentions()));
    if (down != null) {
      SqlStatement.split(down).forEach(statement -> words.addAll(statement.mentions()));
    }
    return words;
  }

  @Override
  public Work work(SchemaState before) {
    return new Work.Statements(texts(up), down == null ? List.of() : texts(down));
  }

  private static List<String> texts(String sql) {
    return SqlStatement.split(sql).stream().map(SqlStatement::text).toList();
  }

  @Override
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    problems(problems, path + ".up", up);
    if (down != null) {
      problems(problems, path + ".down", down);
    }
    return problems.found();
  }

  private static void problems(Problems problems, String path, String sql) {
    if (sql.getBytes(StandardCharsets.UTF_8).length > MOST_BYTES) {
      problems.add(path, "the statements are larger than 256 KiB; send them in several requests");
      return;
    }
    if (!Identifiers.storable(sql)) {
      problems.add(path, "the text holds a character that PostgreSQL cannot store; leave it out");
      return;
    }
    List<SqlStatement> statements;
    try {
      statements = SqlStatement.split(sql);
    } catch (IllegalArgumentException e) {
      problems.add(path, "this is not SQL: %s".formatted(e.getMessage()));
      return;
    }
    if (statements.isEmpty()) {
      problems.add(path, "there is no statement; write at least one");
    }
    for (int i = 0; i < statements.size(); i++) {
      int number = i + 1;
      refusal(statements.get(i))
          .ifPresent(reason -> problems.add(path, "statement %d: %s".formatted(number, reason)));
    }
  }

  private static Optional<String> refusal(SqlStatement statement) {
    String first = statement.words().isEmpty() ? "" : statement.words().get(0);
    if (TRANSACTION_CONTROL.contains(first)
        || statement.begins("prepare", "transaction")
        || statement.begins("set", "transaction")
        || statement.begins("set", "session", "characteristics")) {
      return Optional.of(
          "it begins or ends a transaction, which is the executor's part; leave it out");
    }
    boolean setsRole =
        (first.equals("set") || first.equals("reset"))
            && (statement.words().contains("role") || statement.words().contains("authorization"));
    if (setsRole || statement.begins("discard")) {
      return Optional.of("it changes who runs what follows, which no request may; leave it out");
    }
    if (first.equals("copy")) {
      return Optional.of(
          "COPY moves data in and out of the database, which is no change of a schema; leave it"
              + " out");
    }
    if (statement.begins("alter", "system")
        || statement.begins("load")
        || statement.begins("create", "database")
        || statement.begins("drop", "database")
        || statement.begins("alter", "database")
        || statement.begins("create", "tablespace")
        || statement.begins("drop", "tablespace")) {
      return Optional.of(
          "it changes the whole server and not one database; ask its operator instead");
    }
    return Optional.empty();
  }
}
