package io.schemawright.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.google.auto.service.AutoService;
import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.request.RequestId;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Drops for good what an earlier request moved to the trash. It touches nothing else: which tables
 * these are is for that request's plan to say.
 *
 * @param request the id of that request
 */
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record Purge(String request) implements Change {

  /** The name of this kind. */
  public static final String TYPE = "purge";

  /** Registers this kind. */
  @AutoService(ChangeKind.class)
  public static final class Kind implements ChangeKind {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public Class<Purge> javaType() {
      return Purge.class;
    }
  }

  public Purge {
    request = Objects.requireNonNullElse(request, "");
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
  public List<Problem> problems(String path) {
    Problems problems = new Problems();
    if (request.isBlank()) {
      problems.add(
          path + ".request", "no request is named; give the id of the one that dropped the table");
    }
    return problems.found();
  }

  @Override
  public Work work(SchemaState before) {
    return new Work.Purge(new RequestId(request));
  }
}
