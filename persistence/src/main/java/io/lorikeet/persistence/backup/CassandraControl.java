package io.lorikeet.persistence.backup;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.IOException;
import java.util.Map;
import javax.management.JMException;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * Tells a Cassandra on this machine what a program can tell it through JMX only. It has no port for
 * that: this attaches to the process, as the user that runs it.
 */
final class CassandraControl implements AutoCloseable {

  private static final String STORAGE = "org.apache.cassandra.db:type=StorageService";

  private final VirtualMachine process;
  private final JMXConnector connector;

  /**
   * @throws IOException when there is no such process, or it does not let itself be attached to
   */
  static CassandraControl attach(long pid) throws IOException {
    try {
      var process = VirtualMachine.attach(Long.toString(pid));
      try {
        return new CassandraControl(process);
      } catch (IOException | RuntimeException e) {
        process.detach();
        throw e;
      }
    } catch (AttachNotSupportedException e) {
      throw new IOException("cannot attach to Cassandra, process " + pid, e);
    }
  }

  private CassandraControl(VirtualMachine process) throws IOException {
    this.process = process;
    this.connector =
        JMXConnectorFactory.connect(new JMXServiceURL(process.startLocalManagementAgent()));
  }

  /** Flushes all tables of all keyspaces and links their files; they stay until cleared. */
  void snapshot(String name) throws IOException {
    invoke("takeSnapshot", name, Map.of(), new String[0]);
  }

  void clearSnapshot(String name) throws IOException {
    invoke("clearSnapshot", Map.of(), name, new String[0]);
  }

  private void invoke(String operation, Object... arguments) throws IOException {
    var signature = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      signature[i] =
          arguments[i] instanceof Map ? Map.class.getName() : arguments[i].getClass().getName();
    }
    try {
      connector
          .getMBeanServerConnection()
          .invoke(new ObjectName(STORAGE), operation, arguments, signature);
    } catch (JMException e) {
      throw new IOException("Cassandra refuses " + operation + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() throws IOException {
    connector.close();
    process.detach();
  }
}
