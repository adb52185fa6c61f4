import { Button } from '@mui/material';
import { useMutation } from '@tanstack/react-query';
import { sentenceOf } from '../api/problem';
import { useNotice } from './notices';

/** Saves what `load` brings as a file. */
export function DownloadButton({ label, name, load }: { label: string; name: string; load: () => Promise<Blob> }) {
  const notice = useNotice();
  const save = useMutation({
    mutationFn: load,
    onSuccess: (file) => {
      const address = URL.createObjectURL(file);
      const link = document.createElement('a');
      link.href = address;
      link.download = name;
      link.click();
      URL.revokeObjectURL(address);
    },
    onError: (error) => notice({ severity: 'error', text: `The file could not be made. ${sentenceOf(error)}` }),
  });
  return (
    <Button onClick={() => save.mutate()} loading={save.isPending} sx={{ flexShrink: 0 }}>
      {label}
    </Button>
  );
}
