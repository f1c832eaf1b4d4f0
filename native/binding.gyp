{
  "target_defaults": {
    "cflags": ["-O3", "-Wall", "-Wextra", "-Wno-psabi", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast"],
    "xcode_settings": { "OTHER_CFLAGS": ["-O3", "-fno-math-errno", "-fno-trapping-math", "-ffp-contract=fast"] }
  },
  "targets": [
    {
      "target_name": "trainyard",
      "sources": ["addon.c", "kernels-base.c", "kernels-avx2.c", "kernels-avx512.c"]
    }
  ]
}
