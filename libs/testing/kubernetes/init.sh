#!/usr/bin/env bash
# init.sh STATE BIN: process 1 of the node. Prepares mounts, cgroups, network; starts containerd and the Kubernetes components.
set -euo pipefail
S=$1 BIN=$2; HERE=$(cd "$(dirname "$0")" && pwd); export PATH=$BIN:$PATH
NODE=node-1 IP=10.88.0.1 PODS=10.244.0.0/24 SERVICES=10.96.0.0/16 DNS=10.96.0.10
rm -f "$S/ready"
# --- mounts (all private to this mount namespace) ---
hostname $NODE
mount --make-rshared /
for d in kubelet cni log-pods log-containers; do mkdir -p "$S/$d"; done
mount -t tmpfs -o mode=755 tmpfs /run
mkdir -p /run/containerd /run/netns /run/lock
for d in /var/lib/kubelet /var/lib/cni /var/log/pods /var/log/containers; do [ -d $d ] || { mkdir -p $d; echo $d >>"$S/made-folders"; }; done
mount --bind "$S/kubelet" /var/lib/kubelet; mount --bind "$S/cni" /var/lib/cni
mount --bind "$S/log-pods" /var/log/pods; mount --bind "$S/log-containers" /var/log/containers
# the kubelet writes these machine-wide values: give it files instead, so that the machine keeps its own
mkdir -p "$S/sysctl"
for kv in vm/overcommit_memory=1 vm/panic_on_oom=0 kernel/panic=10 kernel/panic_on_oops=1 kernel/keys/root_maxkeys=1000000 kernel/keys/root_maxbytes=25000000; do
  f=$S/sysctl/$(echo "${kv%=*}" | tr / .); echo "${kv#*=}" >"$f"; mount --bind "$f" "/proc/sys/${kv%=*}"
done
# --- cgroups v1: mount each hierarchy anew, so that this cgroup namespace's root is its root ---
umount -R /sys/fs/cgroup
mount -t sysfs sysfs /sys                                    # this network namespace's own; never "remount" the machine's, its flags are shared
mount -t tmpfs -o mode=755 cgroup /sys/fs/cgroup
while read -r ctl _; do
  mkdir "/sys/fs/cgroup/${ctl#name=}"
  case $ctl in name=*) o=none,$ctl ;; *) o=$ctl ;; esac
  mount -t cgroup -o "$o" cgroup "/sys/fs/cgroup/${ctl#name=}"
done <"$S/cgroups"
# --- network ---
ip link set lo up
ip link add node0 type bridge; ip addr add $IP/24 dev node0; ip link set node0 up      # the node's own address (no dummy device in this kernel)
ip route add default via 10.88.0.254 dev node0                                         # leads nowhere; some components look for one
sysctl -qw net.ipv4.ip_forward=1
echo "127.0.0.1 localhost
$IP $NODE" >"$S/hosts"; mount --bind "$S/hosts" /etc/hosts
echo "nameserver $DNS" >"$S/resolv.conf"; mount --bind "$S/resolv.conf" /etc/resolv.conf     # tests in here find Services by name
# --- certificates and tokens ---
cd "$S"
if [ ! -f ca.crt ]; then
  umask 077
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 -subj /CN=kube-node-ca -keyout ca.key -out ca.crt 2>/dev/null
  cert() { # NAME SUBJECT [SAN]
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "$2" -keyout "$1.key" -out "$1.csr" 2>/dev/null
    openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 -out "$1.crt" \
      -extfile <(echo "extendedKeyUsage=serverAuth,clientAuth"; [ -z "${3:-}" ] || echo "subjectAltName=$3") 2>/dev/null
  }
  cert apiserver /CN=kube-apiserver "DNS:localhost,DNS:kubernetes,DNS:kubernetes.default,DNS:kubernetes.default.svc,DNS:kubernetes.default.svc.cluster.local,IP:127.0.0.1,IP:$IP,IP:10.96.0.1"
  cert kubelet-client /O=system:masters/CN=apiserver-kubelet-client
  cert kubelet "/O=system:nodes/CN=system:node:$NODE" "DNS:$NODE,IP:$IP"
  openssl ecparam -genkey -noout -name prime256v1 -out sa.key
  : >tokens.csv
  user() { # FILE USER GROUPS
    local t; t=$(openssl rand -hex 16); echo "$t,$2,$2,\"$3\"" >>tokens.csv
    cat >"$1" <<YAML
apiVersion: v1
kind: Config
current-context: local
clusters: [{name: local, cluster: {server: "https://$IP:6443", certificate-authority: "$S/ca.crt"}}]
users: [{name: me, user: {token: "$t"}}]
contexts: [{name: local, context: {cluster: local, user: me}}]
YAML
  }
  user kubeconfig admin system:masters
  user kcm.conf system:kube-controller-manager ""
  user scheduler.conf system:kube-scheduler ""
  user kubelet.conf system:node:$NODE system:nodes
  user proxy.conf system:kube-proxy ""
  umask 022
fi
# --- configuration ---
mkdir -p net.d containerd
cat >net.d/10-ptp.conflist <<JSON
{"cniVersion": "1.0.0", "name": "pods", "plugins": [
  {"type": "ptp", "mtu": 1500, "ipam": {"type": "host-local", "ranges": [[{"subnet": "$PODS"}]], "routes": [{"dst": "0.0.0.0/0"}], "dataDir": "/run/cni-ipam"}},
  {"type": "portmap", "capabilities": {"portMappings": true}}]}
JSON
cat >containerd.toml <<TOML
version = 2
root = "$S/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs", "io.containerd.snapshotter.v1.zfs", "io.containerd.snapshotter.v1.devmapper", "io.containerd.snapshotter.v1.aufs", "io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.internal.v1.opt"]
  path = "$S/opt"
[plugins."io.containerd.nri.v1.nri"]
  disable = true
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "localhost/pause:1"
  enable_unprivileged_ports = true
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$S/net.d"
  [plugins."io.containerd.grpc.v1.cri".registry]
    config_path = "$S/certs.d"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      BinaryName = "/usr/sbin/runc"
      SystemdCgroup = false
TOML
cat >kubelet.yaml <<YAML
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
authentication: {anonymous: {enabled: false}, webhook: {enabled: true}, x509: {clientCAFile: $S/ca.crt}}
authorization: {mode: Webhook}
tlsCertFile: $S/kubelet.crt
tlsPrivateKeyFile: $S/kubelet.key
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
failCgroupV1: false
failSwapOn: false
protectKernelDefaults: false
seccompDefault: true
clusterDNS: ["$DNS"]
clusterDomain: cluster.local
resolvConf: $S/resolv.conf
volumePluginDir: $S/volume-plugins
makeIPTablesUtilChains: false
imageGCHighThresholdPercent: 100
evictionHard: {memory.available: 100Mi, nodefs.available: 1%, nodefs.inodesFree: 1%, imagefs.available: 1%}
evictionPressureTransitionPeriod: 0s
nodeStatusUpdateFrequency: 4s
maxPods: 110
YAML
cat >proxy.yaml <<YAML
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
mode: ${KUBE_PROXY_MODE:-nftables}
clientConnection: {kubeconfig: $S/proxy.conf}
clusterCIDR: $PODS
hostnameOverride: $NODE
bindAddress: $IP
conntrack: {maxPerCore: 0, min: 0, tcpCloseWaitTimeout: 0s, tcpEstablishedTimeout: 0s}
nftables: {minSyncPeriod: 100ms}
iptables: {minSyncPeriod: 100ms}
YAML
# --- components ---
declare -A PID
run() { local name=$1; shift; "$@" >>"$S/$name.log" 2>&1 </dev/null & PID[$name]=$!; }
stop() { # everything here dies with process 1; only etcd is given the time to close its file
  trap '' TERM
  for n in kubelet scheduler kcm proxy apiserver; do kill -9 "${PID[$n]}" 2>/dev/null || true; done
  kill -TERM "${PID[etcd]}" 2>/dev/null && wait "${PID[etcd]}" || true
  exit 0
}
trap stop TERM INT
run etcd kube etcd --name default --data-dir "$S/etcd" --unsafe-no-fsync --listen-client-urls http://127.0.0.1:2379 --advertise-client-urls http://127.0.0.1:2379 \
  --listen-peer-urls http://127.0.0.1:2380 --initial-advertise-peer-urls http://127.0.0.1:2380 --initial-cluster default=http://127.0.0.1:2380
run apiserver kube kube-apiserver --etcd-servers=http://127.0.0.1:2379 --bind-address=0.0.0.0 --secure-port=6443 --advertise-address=$IP \
  --tls-cert-file="$S/apiserver.crt" --tls-private-key-file="$S/apiserver.key" --client-ca-file="$S/ca.crt" \
  --kubelet-client-certificate="$S/kubelet-client.crt" --kubelet-client-key="$S/kubelet-client.key" --kubelet-certificate-authority="$S/ca.crt" \
  --kubelet-preferred-address-types=InternalIP --service-cluster-ip-range=$SERVICES --authorization-mode=Node,RBAC --enable-admission-plugins=NodeRestriction \
  --token-auth-file="$S/tokens.csv" --service-account-issuer=https://kubernetes.default.svc --service-account-key-file="$S/sa.key" \
  --service-account-signing-key-file="$S/sa.key" --allow-privileged=true
run containerd containerd --config "$S/containerd.toml"
for _ in $(seq 3000); do [ -S /run/containerd/containerd.sock ] && ctr version >/dev/null 2>&1 && break; sleep 0.1; done
for i in "${KUBE_IMAGES:-$S/images}"/*.tar; do
  ctr -n k8s.io images import "$i" >>"$S/images.log" 2>&1 || { echo "$i cannot be used:"; tail -n 3 "$S/images.log"; exit 1; }
done
export KUBECONFIG=$S/kubeconfig
for _ in $(seq 3000); do kubectl get --raw /readyz >/dev/null 2>&1 && break; sleep 0.1; done
run kcm kube kube-controller-manager --kubeconfig="$S/kcm.conf" --bind-address=127.0.0.1 --leader-elect=false --use-service-account-credentials \
  --service-account-private-key-file="$S/sa.key" --root-ca-file="$S/ca.crt" --flex-volume-plugin-dir="$S/volume-plugins" --cluster-cidr=$PODS --allocate-node-cidrs=true --node-cidr-mask-size=24
run scheduler kube kube-scheduler --kubeconfig="$S/scheduler.conf" --bind-address=127.0.0.1 --leader-elect=false --authentication-kubeconfig="$S/scheduler.conf" --authorization-kubeconfig="$S/scheduler.conf"
run kubelet kube kubelet --config="$S/kubelet.yaml" --kubeconfig="$S/kubelet.conf" --hostname-override=$NODE --node-ip=$IP --v=2
run proxy kube kube-proxy --config="$S/proxy.yaml" --v=2
for _ in $(seq 3000); do
  for n in "${!PID[@]}"; do kill -0 "${PID[$n]}" 2>/dev/null || { echo "$n ended:"; tail -n 5 "$S/$n.log"; exit 1; }; done
  [ "$(kubectl get node $NODE -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' 2>/dev/null)" = True ] && break
  sleep 0.1
done
[ -z "${KUBE_NETPOL-1}" ] || run netpol netpol --kubeconfig="$S/kubeconfig" --node=$NODE --service-cluster-ip-range=$SERVICES
date +%s.%N >"$S/ready"
while :; do wait -n || true; sleep 1; done                   # reaps orphans; ends by TERM
