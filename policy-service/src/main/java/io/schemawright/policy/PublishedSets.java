package io.schemawright.policy;

import io.schemawright.event.Json;
import io.schemawright.event.PolicySetPublished;
import io.schemawright.plan.PolicySet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The policy sets as they were published, in a global store: every instance has all of them before
 * it judges. The store holds the records as they are, because a restart fills it from the topic
 * without asking anybody.
 */
final class PublishedSets implements Processor<String, byte[], Void, Void> {
  static final String STORE = "policy-sets";
  private static final Logger LOG = LoggerFactory.getLogger(PublishedSets.class);

  private @Nullable KeyValueStore<String, byte[]> store;

  static StoreBuilder<KeyValueStore<String, byte[]>> store() {
    return Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore(STORE), Serdes.String(), Serdes.ByteArray())
        .withLoggingDisabled();
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    this.store = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<String, byte[]> record) {
    Objects.requireNonNull(store, "not initialised").put(record.key(), record.value());
  }

  /** The sets in that store. One that cannot be read is as if it had not come. */
  static List<PolicySet> in(KeyValueStore<String, byte[]> published) {
    List<PolicySet> sets = new ArrayList<>();
    try (KeyValueIterator<String, byte[]> all = published.all()) {
      while (all.hasNext()) {
        byte[] value = all.next().value;
        try {
          sets.add(Json.mapper().readValue(value, PolicySetPublished.class).policySet());
        } catch (IOException e) {
          LOG.atError().setCause(e).log("a published policy set cannot be read");
        }
      }
    }
    return sets;
  }
}
