package io.lorikeet.node;

import akka.cluster.ConfigValidation;
import akka.cluster.Invalid;
import akka.cluster.JoinConfigCompatChecker;
import akka.cluster.Valid$;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import java.util.List;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Keeps a node out of a cluster that it does not fit. Akka calls it by its name in cluster.conf: on
 * the node that is asked, with the configuration of the one that joins, and then the other way
 * round.
 */
public final class JoinCheck extends JoinConfigCompatChecker {

  @Override
  public Seq<String> requiredKeys() {
    return sequence(Fit.PATHS);
  }

  @Override
  public ConfigValidation check(Config toCheck, Config actual) {
    try {
      var objections = Fit.of(actual).objectionsTo(Fit.of(toCheck));
      return objections.isEmpty() ? Valid$.MODULE$ : new Invalid(sequence(objections));
    } catch (ConfigException e) {
      return new Invalid(
          sequence(List.of("no node of Lorikeet, or a very old one: " + e.getMessage())));
    }
  }

  private static Seq<String> sequence(List<String> texts) {
    return CollectionConverters.asScala(texts).toSeq();
  }
}
