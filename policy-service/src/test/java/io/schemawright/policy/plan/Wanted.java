package io.schemawright.policy.plan;

import io.schemawright.catalog.ObjectRef;
import io.schemawright.catalog.SchemaState;
import io.schemawright.change.Change;
import io.schemawright.change.Problem;
import io.schemawright.change.Work;
import io.schemawright.request.RequestId;
import io.schemawright.request.SchemaRequest;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Requests for tests of plans and rehearsals. */
public final class Wanted {
  private Wanted() {}

  /** A request for these changes. */
  public static SchemaRequest request(Change... changes) {
    return new SchemaRequest(
        new RequestId("req-1"),
        "orders",
        null,
        "ada",
        null,
        null,
        List.of(changes),
        null,
        null,
        false,
        List.of());
  }

  /**
   * A change from one state to another, of whichever kind.
   *
   * @param object what it touches
   */
  public record Becomes(ObjectRef object, UnaryOperator<SchemaState> change) implements Change {
    @Override
    public String type() {
      return "becomes";
    }

    @Override
    public Set<ObjectRef> touches() {
      return Set.of(object);
    }

    @Override
    public Set<ObjectRef> refersTo() {
      return Set.of();
    }

    @Override
    public Work work(SchemaState before) {
      return new Work.Transition(change.apply(before));
    }

    @Override
    public List<Problem> problems(String path) {
      return List.of();
    }
  }
}
