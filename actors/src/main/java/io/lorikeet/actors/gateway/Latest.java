package io.lorikeet.actors.gateway;

import java.util.LinkedHashMap;
import java.util.Map;

/** Forgets what was put first when there is more than so many. */
final class Latest<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1;

  private final int size;

  Latest(int size) {
    this.size = size;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > size;
  }
}
