package io.lorikeet.actors.handler;

import io.lorikeet.actors.CborSerializable;
import io.lorikeet.actors.router.Radio;
import io.lorikeet.actors.router.Reception;
import java.util.List;

/**
 * How an uplink was heard.
 *
 * @param airtimeMicros time on air
 * @param receptions one per copy, best signal first
 */
public record UplinkRadio(Radio radio, long airtimeMicros, List<Reception> receptions)
    implements CborSerializable {

  public UplinkRadio {
    receptions = List.copyOf(receptions);
  }
}
