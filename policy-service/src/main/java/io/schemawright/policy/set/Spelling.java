package io.schemawright.policy.set;

import io.schemawright.catalog.ColumnType;
import io.schemawright.plan.PolicySet;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Names in a policy set the way rules compare them. */
final class Spelling {
  private Spelling() {}

  /** Tables in lower case, types by their short names. */
  static PolicySet normal(PolicySet set) {
    Set<String> tables = new TreeSet<>();
    set.protectedTables().forEach(table -> tables.add(table.toLowerCase(Locale.ROOT)));
    Map<String, String> required = new TreeMap<>();
    set.requiredColumns().forEach((name, type) -> required.put(name, family(type)));
    return new PolicySet(
        set.name(),
        set.version(),
        set.autoApproveTargets(),
        tables,
        families(set.safeTypes()),
        set.approvalsNeeded(),
        set.reviewHours(),
        set.severities(),
        set.appliesTo(),
        set.autoApproveUpTo(),
        set.reviewers(),
        set.waivable(),
        set.names(),
        families(set.allowedTypes()),
        required,
        set.limits());
  }

  private static Set<String> families(Collection<String> types) {
    Set<String> families = new TreeSet<>();
    types.forEach(type -> families.add(family(type)));
    return families;
  }

  private static String family(String type) {
    return ColumnType.find(type).map(ColumnType::family).orElse(type);
  }
}
