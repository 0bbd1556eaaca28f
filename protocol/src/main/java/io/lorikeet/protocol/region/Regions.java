package io.lorikeet.protocol.region;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All regions in all revisions, made once. */
final class Regions {

  private static final List<RegionTable> TABLES =
      List.of(
          Eu868.TABLE,
          Us915.TABLE,
          Au915.TABLE,
          As923.GROUP_1,
          As923.GROUP_2,
          As923.GROUP_3,
          As923.GROUP_4,
          Cn470.TABLE,
          Cn470Rp002.PLAN_20A,
          Cn470Rp002.PLAN_20B,
          Cn470Rp002.PLAN_26A,
          Cn470Rp002.PLAN_26B,
          Cn779.TABLE,
          Eu433.TABLE,
          In865.TABLE,
          Kr920.TABLE,
          Ru864.TABLE,
          Ism2400.TABLE);

  private static final Map<String, Map<Revision, Region>> BY_NAME = new LinkedHashMap<>();

  static {
    for (var table : TABLES) {
      var revisions = new EnumMap<Revision, Region>(Revision.class);
      for (var revision : Revision.values()) {
        revisions.put(revision, table.at(revision));
      }
      BY_NAME.put(table.name(), revisions);
      BY_NAME.put(table.ttnId(), revisions);
    }
  }

  private Regions() {}

  static List<Region> in(Revision revision) {
    return TABLES.stream().map(table -> BY_NAME.get(table.name()).get(revision)).toList();
  }

  static Optional<Region> named(String name, Revision revision) {
    var key = name.toUpperCase(Locale.ROOT).replace('-', '_');
    return Optional.ofNullable(BY_NAME.get(key)).map(revisions -> revisions.get(revision));
  }
}
