package io.lorikeet.protocol.region;

import java.util.function.Function;

/**
 * A region through its revisions.
 *
 * @param first the oldest revision that knows it and that we serve
 * @param last the newest that knows it
 * @param in the region as a revision between them has it
 */
record RegionTable(
    String name, String ttnId, Revision first, Revision last, Function<Revision, Region> in) {

  /** As the revision has it, or the nearest that knows the region. */
  Region at(Revision revision) {
    var near = revision.since(last) ? last : revision.since(first) ? revision : first;
    return in.apply(near);
  }

  /** What {@link Region} is called. */
  Region.Label label(Revision revision) {
    return new Region.Label(name, ttnId, revision);
  }
}
