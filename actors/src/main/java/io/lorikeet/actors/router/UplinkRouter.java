package io.lorikeet.actors.router;

/** Where a gateway's connection hands over what it heard. */
public interface UplinkRouter {

  /**
   * Sends a copy on its way. Every copy gets exactly one {@link UplinkFrame.Settled}, sooner or
   * later; when none comes within the hold time, hand it over again unchanged.
   */
  void route(UplinkFrame frame);
}
