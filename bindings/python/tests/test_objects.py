# SPDX-License-Identifier: Apache-2.0
"""Every class that needs no network, in use; what it raises; and that nothing leaks."""

import gc
import json
import os
import pathlib
import pickle
import stat
import tempfile
import unittest
from typing import Any, Dict, List

import dcoskube
from dcoskube import _api

CA = b"-----BEGIN CERTIFICATE-----\nnot one\n-----END CERTIFICATE-----\n"


class Scratch(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.dir = pathlib.Path(directory.name)


class Errors(unittest.TestCase):
    def test_fields(self) -> None:
        with self.assertRaises(dcoskube.ParseError) as raised:
            dcoskube.parse_duration("15")
        error = raised.exception
        self.assertIs(error.status, dcoskube.Status.PARSE)
        self.assertEqual(error.message, "not a duration")
        self.assertEqual(error.subject, "15")
        self.assertIn("500ms", error.remedy)
        self.assertEqual((error.line, error.column, error.errno), (0, 0, 0))
        self.assertEqual(str(error), f"15: not a duration; {error.remedy}")
        again = pickle.loads(pickle.dumps(error))
        self.assertEqual((type(again), again.args), (type(error), error.args))

    def test_where(self) -> None:
        error = dcoskube.DcoskubeError(dcoskube.Status.PARSE, "is wrong", "file", line=3, column=4)
        self.assertEqual(str(error), "file:3:4: is wrong")
        self.assertEqual(str(dcoskube.DcoskubeError(dcoskube.Status.IO, "is wrong")), "is wrong")

    def test_a_class_for_every_status(self) -> None:
        from dcoskube._errors import ERRORS

        self.assertEqual(set(ERRORS), set(dcoskube.Status) - {dcoskube.Status.OK})
        self.assertEqual(len(set(ERRORS.values())), len(ERRORS))
        for error in ERRORS.values():
            self.assertTrue(issubclass(error, dcoskube.DcoskubeError))

    def test_nothing_is_cut_on_the_way_in(self) -> None:
        with self.assertRaises(ValueError):
            dcoskube.parse_duration("1s\0x")
        with dcoskube.Vip("kubernetes") as vip:
            for port in (-1, 2**32, 2**32 + 6443):
                with self.assertRaises(ValueError):
                    vip.set_port(port)
            with self.assertRaises(TypeError):
                vip.set_port(1.5)  # type: ignore[arg-type]
            with self.assertRaises(dcoskube.InvalidArgument):
                vip.set_port(70000)
            self.assertEqual(vip.port, 6443)
        for seconds in (-1, float("nan"), float("inf"), 1e10):
            with self.assertRaises(ValueError):
                _api.milliseconds(seconds)
        self.assertEqual([_api.milliseconds(s) for s in (0, 0.0001, 1.5)], [0, 1, 1500])

    def test_duration(self) -> None:
        self.assertEqual([dcoskube.parse_duration(words) for words in ("500ms", "15m")], [0.5, 900.0])


class Vip(unittest.TestCase):
    def test_use(self) -> None:
        with dcoskube.Vip("/dev/kubernetes01") as vip:
            self.assertEqual(vip.service, "dev/kubernetes01")
            self.assertEqual(vip.host, "apiserver.devkubernetes01.l4lb.thisdcos.directory")
            self.assertEqual(vip.documented_host, vip.host)
            self.assertEqual(vip.address, vip.host + ":6443")
            self.assertFalse(vip.differs)
            self.assertTrue(vip.same(dcoskube.Vip("devkubernetes01")))
            self.assertIn("devkubernetes01", repr(vip))
        self.assertTrue(vip.closed)
        self.assertEqual(repr(vip), "<Vip, closed>")
        with self.assertRaises(ValueError):
            vip.host
        vip.close()

    def test_options(self) -> None:
        vip = dcoskube.Vip("My_K8s", prefix="api", zone="l4lb.example", port=443)
        self.assertEqual(vip.address, "api.my-k8s.l4lb.example:443")
        self.assertTrue(vip.differs)

    def test_refused(self) -> None:
        with self.assertRaises(dcoskube.Invalid):
            dcoskube.Vip("")

    def test_context_name(self) -> None:
        name = dcoskube.context_name_from_url("https://kube-apiserver.example.com:6443")
        self.assertEqual(name, "kube-apiserver-example-com6443")
        with self.assertRaises(dcoskube.Invalid) as raised:
            dcoskube.context_name_from_url("https://user:SECRET@example.com")
        self.assertNotIn("SECRET", str(raised.exception))


class Files(Scratch):
    def test_use(self) -> None:
        files = dcoskube.Files()
        files.add("main.conf", "text ä\n")
        files.add("key.pem", b"a\0b", 0o600)
        self.assertEqual(len(files), 2)
        self.assertEqual(files["key.pem"], dcoskube.File("key.pem", b"a\0b", 0o600))
        self.assertEqual(files[-2].data, "text ä\n".encode())
        self.assertEqual([file.name for file in files], ["main.conf", "key.pem"])
        for key in (2, -3):
            with self.assertRaises(IndexError):
                files[key]
        with self.assertRaises(KeyError):
            files["other"]
        with self.assertRaises(dcoskube.Exists):
            files.add("key.pem", b"")
        with self.assertRaises(dcoskube.InvalidArgument):
            files.add("../x", b"")

        out = self.dir / "out"
        self.assertEqual([f.code for f in files.write(out, dry_run=True)], ["created", "created"])
        self.assertFalse(out.exists())
        changes = files.write(out)
        self.assertEqual([f.subject for f in changes], [str(out / "main.conf"), str(out / "key.pem")])
        self.assertEqual(changes[0].severity, dcoskube.Severity.NOTE)
        self.assertEqual(str(changes[0].severity), "note")
        self.assertEqual((out / "key.pem").read_bytes(), b"a\0b")
        self.assertEqual(stat.S_IMODE((out / "key.pem").stat().st_mode), 0o600)
        self.assertEqual([f.code for f in files.write(os.fsencode(out))], ["unchanged", "unchanged"])
        with self.assertRaises(dcoskube.NotFound) as raised:
            files.write(self.dir / "no" / "parent")
        self.assertIsInstance(raised.exception, LookupError)
        self.assertEqual(raised.exception.errno, 2)

    def test_a_path_is_bytes(self) -> None:
        files = dcoskube.Files()
        files.add("x", b"")
        odd = os.path.join(os.fsencode(self.dir), b"\xff\xfe")
        files.write(odd)
        self.assertEqual(os.listdir(odd), [b"x"])


class Proxy(unittest.TestCase):
    def test_use(self) -> None:
        with dcoskube.Proxy(
            certificates=["/haproxy/site.pem"],
            timeouts={dcoskube.ProxyTimeout.TUNNEL: 3600, dcoskube.ProxyTimeout.CHECK: 0.5},
            listen=":8443",
            install_dir="/srv/haproxy",
            resolvers=["198.51.100.1:53", "198.51.100.2:53"],
        ) as proxy:
            cluster = proxy.add_cluster("K8s.Example.com", service="dev/kubernetes01", ca_file="/srv/haproxy/ca.pem")
            proxy.add_cluster("b.example.com", upstream=("kube.internal", 6443), ca_file="/srv/haproxy/ca.pem")
            self.assertEqual(cluster.hostname, "k8s.example.com")
            self.assertEqual(cluster.service, "dev/kubernetes01")
            self.assertEqual(cluster.upstream, "apiserver.devkubernetes01.l4lb.thisdcos.directory:6443")
            self.assertEqual(cluster.ca_file, "/srv/haproxy/ca.pem")
            self.assertEqual([c.upstream for c in proxy.clusters][1], "kube.internal:6443")
            self.assertIs(proxy.mode, dcoskube.ProxyMode.TERMINATE)
            self.assertEqual((proxy.port, proxy.install_dir), (8443, "/srv/haproxy"))
            self.assertEqual(proxy.target, "2.6")
            self.assertEqual(proxy.timeout(dcoskube.ProxyTimeout.TUNNEL), 3600)
            self.assertEqual(proxy.timeout(dcoskube.ProxyTimeout.CHECK), 0.5)
            self.assertEqual(proxy.findings(), [])
            proxy.set_timeout(dcoskube.ProxyTimeout.TUNNEL, 5)
            self.assertEqual([f.code for f in proxy.findings()], ["tunnel-timeout-short"])
            with proxy.render() as files:
                self.assertEqual([f.name for f in files], ["haproxy.conf", "hosts.map"])
                self.assertIn(b"k8s.example.com", files["hosts.map"].data)
            for refused in ("a b", "a;b", "-a", "1.2.3.4"):
                with self.assertRaises(dcoskube.Invalid):
                    proxy.add_cluster(refused)
            with self.assertRaises(ValueError):
                proxy.add_cluster("c.example.com", service="x", upstream=("y", 1))
        with self.assertRaises(ValueError):
            cluster.hostname
        self.assertEqual(repr(cluster), "<Cluster, closed>")

    def test_a_cluster_keeps_its_proxy(self) -> None:
        cluster = dcoskube.Proxy().add_cluster("a.example.com", service="kubernetes")
        gc.collect()
        self.assertEqual(cluster.service, "kubernetes")

    def test_passthrough(self) -> None:
        proxy = dcoskube.Proxy(mode=dcoskube.ProxyMode.PASSTHROUGH)
        self.assertIs(proxy.mode, dcoskube.ProxyMode.PASSTHROUGH)
        proxy.set_stats(None)
        proxy.set_log(None)
        proxy.set_check_path("/healthz")
        with self.assertRaises(dcoskube.Invalid):
            proxy.render()
        with self.assertRaises(dcoskube.Unsupported):
            proxy.set_target("9.9")


class Marathon(unittest.TestCase):
    def test_use(self) -> None:
        with dcoskube.MarathonApp(config_dir="/srv/haproxy") as app:
            document = json.loads(app.json())
            self.assertEqual(document["id"], dcoskube.MARATHON_ID)
            self.assertEqual(document["cpus"], 0.1)
            app.set_target("2.6")
            app.set_cpus(0.25)
            app.set_mem(256)
            app.set_instances(2)
            app.set_port(8443)
            app.set_force_pull_image(True)
            app.set_cmd("exec haproxy")
            app.set_container_path("/conf")
            app.add_role("slave_public")
            app.add_constraint("hostname", "UNIQUE")
            document = json.loads(app.json())
            self.assertEqual((document["cpus"], document["mem"], document["instances"]), (0.25, 256, 2))
            self.assertEqual(document["container"]["docker"]["image"], "haproxy:2.6")
            with self.assertRaises(dcoskube.Invalid):
                app.set_image("a b")
            with self.assertRaises(dcoskube.InvalidArgument):
                app.set_cpus(float("nan"))

    def test_refused(self) -> None:
        with self.assertRaises(dcoskube.Invalid):
            dcoskube.MarathonApp("/UPPER")
        with self.assertRaises(dcoskube.Invalid):
            dcoskube.MarathonApp().json()


KUBECONFIG = """# mine: größe
apiVersion: v1
kind: Config
clusters:
- name: dev
  cluster:
    server: https://dev.example.com:6443
    certificate-authority-data: LS0tCg==
contexts:
- name: dev
  context:
    cluster: dev
    user: dev
    namespace: team
users:
- name: dev
  user:
    token: SECRET
current-context: dev
"""


class Kubeconfig(Scratch):
    def test_read(self) -> None:
        with dcoskube.Kubeconfig.parse(KUBECONFIG) as config:
            self.assertEqual(config.current, "dev")
            self.assertEqual(len(config), 1)
            self.assertIn("dev", config)
            self.assertNotIn("other", config)
            context = config["dev"]
            self.assertEqual((context.name, context.cluster, context.user), ("dev", "dev", "dev"))
            self.assertEqual((context.namespace, context.server), ("team", "https://dev.example.com:6443"))
            self.assertEqual((context.insecure, context.has_exec, context.tls_server_name), (False, False, ""))
            self.assertEqual(context.token_secret(), b"SECRET")
            self.assertEqual(context.ca(), b"---\n")
            for missing in (context.certificate, context.key_secret):
                with self.assertRaises(dcoskube.NotFound):
                    missing()
            self.assertNotIn("SECRET", repr(context))
            with self.assertRaises(KeyError):
                config["other"]
            with self.assertRaises(dcoskube.WrongState):
                config.commit()
        with self.assertRaises(ValueError):
            context.ca()
        self.assertGreaterEqual(dcoskube.kubeconfig_max_size(), 1 << 20)
        self.assertEqual(dcoskube.kubeconfig_max_depth(), 100)
        self.assertEqual(dcoskube.kubeconfig_max_entries(), 100000)

    def test_edit(self) -> None:
        file = self.dir / "config"
        file.write_text(KUBECONFIG, encoding="utf-8")
        with dcoskube.Kubeconfig(file) as config:
            entry = dcoskube.Entry(
                "prod", "https://k8s.example.com:6443", insecure=True, token=b"TOKEN", namespace="web"
            )
            config.set(entry, activate=True)
            self.assertEqual(config.current, "prod")
            self.assertIn(b"TOKEN", config.text_secret())
            self.assertIn("+    token: REDACTED\n", config.diff())
            self.assertNotIn("TOKEN", config.diff() + config.view() + config.view("prod"))
            self.assertIn("TOKEN", config.view("prod", raw=True))
            self.assertTrue(config.view().startswith("# mine: größe\n"))
            config.set_lock_timeout(1)
            self.assertEqual([f.code for f in config.commit(dry_run=True)], ["updated"])
            self.assertEqual(file.read_text(encoding="utf-8"), KUBECONFIG)
            self.assertEqual([f.code for f in config.commit()], ["updated"])
            self.assertEqual([c.name for c in config.contexts], ["dev", "prod"])
        written = file.read_text(encoding="utf-8")
        self.assertTrue(written.startswith("# mine: größe\n"))
        with dcoskube.Kubeconfig(str(file)) as config:
            config.set(entry)
            config.use("prod")
            self.assertEqual([f.code for f in config.commit()], ["unchanged"])
            self.assertEqual(file.read_text(encoding="utf-8"), written)
            with self.assertRaises(dcoskube.Exists) as raised:
                config.set(dcoskube.Entry("prod", "https://other.example.com"))
            self.assertNotIn("TOKEN", str(raised.exception))
            config.set(dcoskube.Entry("prod", "https://other.example.com", token="OTHER"), overwrite=True)
            config.use("dev")
            with self.assertRaises(dcoskube.NotFound):
                config.use("nowhere")
            config.commit()
        with dcoskube.Kubeconfig(file) as config:
            self.assertEqual(config["prod"].server, "https://other.example.com")
            self.assertEqual(config.current, "dev")

    def test_change(self) -> None:
        file = self.dir / "config"
        file.write_text(KUBECONFIG, encoding="utf-8")
        with dcoskube.Kubeconfig(file) as config:
            config.rename("dev", "test")
            self.assertEqual(config.current, "test")
            config.set_namespace("web")
            self.assertEqual(config["test"].namespace, "web")
            config.set_namespace(None, "test")
            self.assertEqual(config["test"].namespace, "")
            user = dcoskube.Entry("plugin", parts=[dcoskube.Kind.USER])
            user.set(dcoskube.Field.EXEC_COMMAND, "aws")
            user.add(dcoskube.Field.EXEC_ARGS, "token")
            user.add_pair(dcoskube.Field.EXEC_ENV, "REGION", "eu")
            config.set(user)
            config.unset(dcoskube.Kind.USER, "dev", dcoskube.Field.TOKEN)
            with self.assertRaises(dcoskube.NotFound):
                config["test"].token_secret()
            for wrong in (lambda: config.rename("gone", "x"), lambda: config.delete("gone")):
                with self.assertRaises(dcoskube.NotFound):
                    wrong()
            with self.assertRaises(dcoskube.Exists):
                config.rename("test", "test")
            with self.assertRaises(dcoskube.InvalidArgument):
                config.unset(dcoskube.Kind.USER, "dev", dcoskube.Field.SERVER)
            text = config.text_secret()
            self.assertIn(b"command: aws", text)
            self.assertNotIn(b"SECRET", text)
            config.delete("test", cascade=True)
            codes = ["updated", "deleted", "deleted", "deleted", "current-context-missing"]
            self.assertEqual([f.code for f in config.commit()], codes)
        written = file.read_text(encoding="utf-8")
        self.assertIn("contexts: []", written)
        self.assertNotIn("dev.example.com", written)
        self.assertIn("REGION", written)

    def test_parse_error(self) -> None:
        with self.assertRaises(dcoskube.ParseError) as raised:
            dcoskube.Kubeconfig.parse("a: [\n", "mine")
        self.assertEqual(raised.exception.subject, "mine")
        self.assertGreater(raised.exception.line, 0)

    def test_environment(self) -> None:
        old = os.environ.get("KUBECONFIG")
        os.environ["KUBECONFIG"] = str(self.dir / "none")
        try:
            self.assertEqual(dcoskube.Kubeconfig().contexts, [])
        finally:
            del os.environ["KUBECONFIG"]
            if old is not None:
                os.environ["KUBECONFIG"] = old

    def test_entry_refused(self) -> None:
        options: List[Dict[str, Any]]
        options = [{"ca_data": b"nothing"}, {"token": ""}, {"token": "a\nb"}, {"namespace": "Upper"}]
        for refused in options:
            with self.subTest(refused), self.assertRaises(dcoskube.Invalid):
                dcoskube.Entry("a", "https://a.example", **refused)
        with self.assertRaises(dcoskube.NotFound):
            dcoskube.Entry("a", "https://a.example", ca_file=self.dir / "none")
        options = [{"ca_data": CA, "insecure": True}, {"token": "a", "token_file": "b"}]
        for both in options:
            with self.subTest(both), self.assertRaises(ValueError):
                dcoskube.Entry("a", "https://a.example", **both)


class Leaks(unittest.TestCase):
    """Every string and object that C made is given back."""

    def rss(self) -> int:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def work(self, times: int) -> None:
        for _ in range(times):
            dcoskube.context_name_from_url("https://" + "a" * 60 + ".example.com/" + "b" * 1500)
            dcoskube.Vip("kubernetes")
            files = dcoskube.Files()
            files.add("x", b"x" * 4000)
            try:
                dcoskube.parse_duration("x")
            except dcoskube.ParseError:
                pass

    @unittest.skipIf("sanitize" in os.environ.get("SAN_CFLAGS", ""), "a sanitizer keeps what was freed")
    def test_memory_stays(self) -> None:
        self.work(2000)
        before = self.rss()
        self.work(20000)
        self.assertLess(self.rss() - before, 8 << 20)  # 20000 of any of them would be 10 MiB and more

    def test_objects_are_freed(self) -> None:
        freed: List[str] = []

        def counting(name: str) -> Any:
            real = getattr(_api.lib, name)

            def free(pointer: int) -> None:
                freed.append(name)
                real(pointer)

            self.addCleanup(setattr, _api.lib, name, real)
            setattr(_api.lib, name, free)

        for name in ("vip", "proxy", "files", "findings", "marathon_app", "kubeconfig", "entry", "check", "error"):
            counting(f"dcoskube_{name}_free")
        proxy = dcoskube.Proxy(mode=dcoskube.ProxyMode.PASSTHROUGH)
        proxy.add_cluster("a.example.com", service="kubernetes", ca_file="/ca.pem")
        files = proxy.render()
        proxy.findings()
        entry = dcoskube.Entry("a", "https://a.example")
        with dcoskube.Kubeconfig.parse(KUBECONFIG) as config, dcoskube.Check() as check:
            check.add("https://a.example")
        with self.assertRaises(dcoskube.Invalid):
            dcoskube.Vip("a__b")
        with self.assertRaises(dcoskube.Invalid):
            dcoskube.Proxy(listen="nowhere")
        objects = [dcoskube.Vip("a"), dcoskube.MarathonApp(), proxy, files, entry]
        del objects, proxy, files, entry
        config.close()
        gc.collect()
        counts = {name.split("_", 1)[1]: freed.count(name) for name in set(freed)}
        errors = counts.pop("error_free")
        self.assertGreater(errors, 10)
        once = ("vip", "files", "findings", "marathon_app", "kubeconfig", "entry", "check")
        self.assertEqual(counts, {**{f"{name}_free": 1 for name in once}, "proxy_free": 2})

    def test_strings_are_freed(self) -> None:
        freed = []
        real = _api.lib.dcoskube_free

        def count(pointer: object) -> None:
            freed.append(pointer)
            real(pointer)

        setattr(_api.lib, "dcoskube_free", count)
        try:
            dcoskube.context_name_from_url("https://a.example")
            dcoskube.library_versions()
            app = dcoskube.MarathonApp(config_dir="/srv")
            app.json()
            config = dcoskube.Kubeconfig.parse(KUBECONFIG)
            config.text_secret()
            config["dev"].token_secret()
        finally:
            setattr(_api.lib, "dcoskube_free", real)
        self.assertEqual(len(freed), 5)


if __name__ == "__main__":
    unittest.main()
