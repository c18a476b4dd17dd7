package io.schemawright.outbox;

import io.schemawright.database.DatabaseFault;
import java.sql.Array;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The table {@code outbox}. */
final class OutboxRows {
  /** The first key of the lanes' advisory locks: the letters of "lane". */
  private static final int LOCK_SPACE = 0x6c616e65;

  private static final String INSERT =
      "insert into outbox (lane, topic, key, header_names, header_values, payload)"
          + " values (?, ?, ?, ?, ?, ?)";

  private OutboxRows() {}

  private record Row(long id, OutgoingRecord record) {}

  static void insert(Handle handle, List<OutgoingRecord> records, int lanes) {
    if (records.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = handle.getConnection().prepareStatement(INSERT)) {
      for (OutgoingRecord record : records) {
        insert.setShort(1, (short) record.lane(lanes));
        insert.setString(2, record.topic());
        insert.setBytes(3, record.key());
        insert.setArray(4, array(insert, "text", record.headers().keySet().toArray()));
        insert.setArray(
            5, array(insert, "bytea", record.headers().values().toArray(byte[][]::new)));
        if (record.payload() == null) {
          insert.setNull(6, Types.BINARY);
        } else {
          insert.setBytes(6, record.payload());
        }
        insert.addBatch();
      }
      insert.executeBatch();
    } catch (SQLException e) {
      throw new DatabaseFault("cannot write to the outbox", e);
    }
  }

  private static Array array(PreparedStatement statement, String type, Object[] elements)
      throws SQLException {
    return statement.getConnection().createArrayOf(type, elements);
  }

  /**
   * Tries the lane's lock until the end of the transaction, whose commit is then not waited for on
   * disk: a delete that a crash forgets only means that a record is sent again, under the same id.
   */
  static boolean tryLock(Handle handle, int lane) {
    return handle
        .createQuery(
            "select pg_try_advisory_xact_lock(?, ?)"
                + " and set_config('synchronous_commit', 'off', true) = 'off'")
        .bind(0, LOCK_SPACE)
        .bind(1, lane)
        .mapTo(Boolean.class)
        .one();
  }

  /** Takes the oldest rows of a lane away, in the order in which they were written. */
  static List<OutgoingRecord> takeOldest(Handle handle, int lane, int most) {
    return handle
        .createQuery(
            "delete from outbox where id in"
                + " (select id from outbox where lane = ? order by id limit ?)"
                + " returning id, topic, key, header_names, header_values, payload")
        .bind(0, lane)
        .bind(1, most)
        .map((row, context) -> new Row(row.getLong("id"), record(row)))
        .stream()
        .sorted(Comparator.comparingLong(Row::id))
        .map(Row::record)
        .toList();
  }

  private static OutgoingRecord record(ResultSet row) throws SQLException {
    String[] names = (String[]) row.getArray("header_names").getArray();
    byte[][] values = (byte[][]) row.getArray("header_values").getArray();
    Map<String, byte[]> headers = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      headers.put(names[i], values[i]);
    }
    return new OutgoingRecord(
        row.getString("topic"), row.getBytes("key"), headers, row.getBytes("payload"));
  }

  static boolean anyIn(Handle handle, int lane) {
    return handle
        .createQuery("select exists (select from outbox where lane = ?)")
        .bind(0, lane)
        .mapTo(Boolean.class)
        .one();
  }

  static List<Integer> lanes(Handle handle) {
    return handle.createQuery("select distinct lane from outbox").mapTo(Integer.class).list();
  }

  static Backlog backlog(Handle handle) {
    return handle
        .createQuery(
            "select count(*) as events,"
                + " coalesce(extract(epoch from clock_timestamp() - min(created_at)), 0) as age"
                + " from outbox")
        .map(
            (row, context) ->
                new Backlog(
                    row.getLong("events"), Duration.ofMillis((long) (row.getDouble("age") * 1000))))
        .one();
  }
}
